package dev.ringmark.runtime.op;

/// A slot of a [FileTable], which an operation names instead of an fd.
///
/// Says so, instead of naming another file, once its file was taken out of the slot or the table
/// was unregistered.
///
/// @param <K> what kind of file it is
public final class FileSlot<K extends FileKind> implements Target<K> {

    private final FileTable table;
    private final int index;
    private final int generation;

    FileSlot(FileTable table, int index, int generation) {
        this.table = table;
        this.index = index;
        this.generation = generation;
    }

    @Override
    public int number() {
        table.require(this);
        return index;
    }

    /// Which slot it is, whether or not the file is still in it.
    public int index() {
        return index;
    }

    int generation() {
        return generation;
    }

    @Override
    public boolean isSlot() {
        return true;
    }

    @Override
    public String toString() {
        return "file slot " + index;
    }
}
