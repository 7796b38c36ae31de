package dev.ringmark.runtime.op;

/// What kind of file a [Target] names: the compiler's knowledge, checked nowhere else.
///
/// The kinds form a lattice, so `Target<? extends FileKind.Source>` takes whatever can be read.
/// A file whose kind the program does not know is of kind [Any], which fits everywhere.
public interface FileKind {

    /// What read(2) works on.
    interface Source extends FileKind {}

    /// What write(2) works on.
    interface Sink extends FileKind {}

    /// What pread(2) and pwrite(2) work on: it has positions.
    interface Seekable extends FileKind {}

    /// A file with content, a name or a memfd: regular files and block devices.
    interface Regular extends Source, Sink, Seekable {}

    /// A directory.
    interface Directory extends FileKind {}

    /// The end of a pipe that is read.
    interface PipeReader extends Source {}

    /// The end of a pipe that is written.
    interface PipeWriter extends Sink {}

    /// Any socket.
    interface Socket extends FileKind {}

    /// A socket that data goes through.
    interface DataSocket extends Socket, Source, Sink {}

    /// A socket of a connection, or one that is to be connected.
    interface Stream extends DataSocket {}

    /// A socket that sends and receives messages one by one.
    interface Datagram extends DataSocket {}

    /// A socket that accepts connections.
    interface Listener extends Socket {}

    /// An eventfd.
    interface Counter extends Source, Sink {}

    /// An epoll instance.
    interface Epoll extends FileKind {}

    /// A file of a kind that is not known here.
    interface Any
            extends Regular,
                    Directory,
                    PipeReader,
                    PipeWriter,
                    Stream,
                    Datagram,
                    Listener,
                    Counter,
                    Epoll {}
}
