package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.List;

/// OPENAT, SOCKET and PIPE: new files, as fds or in slots.
final class OpenOperation implements Operation {

    private static final List<Opcode> OPENERS = List.of(Opcode.OPENAT, Opcode.SOCKET, Opcode.PIPE);

    @Override
    public boolean needsFile() {
        return false;
    }

    @Override
    public int prepare(Request request) {
        if (request.has(SqeFlag.FIXED_FILE) && request.opcode == Opcode.OPENAT.bits()) {
            return Errno.EBADF.negative();
        }
        boolean hasCloexec =
                switch (opcodeOf(request)) {
                    case SOCKET -> (request.offset & OpenFlags.CLOEXEC) != 0;
                    default -> (request.operationFlags & OpenFlags.CLOEXEC) != 0;
                };
        boolean isBad =
                request.bufferIndex != 0
                        || (request.fileIndex != 0 && hasCloexec)
                        || (request.opcode == Opcode.PIPE.bits()
                                && (request.operationFlags
                                                & ~(OpenFlags.CLOEXEC | OpenFlags.NONBLOCK))
                                        != 0);
        return isBad ? Errno.EINVAL.negative() : 0;
    }

    @Override
    public Step issue(Request request) {
        return switch (opcodeOf(request)) {
            case OPENAT -> request.done(open(request));
            case SOCKET -> request.done(socket(request));
            default -> request.done(pipe(request));
        };
    }

    private static int open(Request request) {
        SimulatedKernel kernel = request.ring.kernel();
        if (!kernel.isMapped(request.address, 1)) {
            return Errno.EFAULT.negative();
        }
        String path = UserMemory.text(request.address);
        FileNames.Opened opened = kernel.names().open(path, request.operationFlags);
        SimFile file = opened.file();
        return file == null ? opened.error() : install(request, file, request.operationFlags);
    }

    private static int socket(Request request) {
        SimulatedKernel kernel = request.ring.kernel();
        FileNames.Opened opened = kernel.names().socket(request.fd, (int) request.offset);
        SimFile file = opened.file();
        return file == null ? opened.error() : install(request, file, (int) request.offset);
    }

    private static int pipe(Request request) {
        SimulatedKernel kernel = request.ring.kernel();
        if (!kernel.isMapped(request.address, 2 * Integer.BYTES)) {
            return Errno.EFAULT.negative();
        }
        Pipe pipe = new Pipe(Pipe.CAPACITY);
        int flags = request.operationFlags;
        int second = request.fileIndex > 0 ? request.fileIndex + 1 : request.fileIndex;
        int read = install(request, pipe.readEnd(), flags, request.fileIndex);
        if (read < 0) {
            return read;
        }
        int write = install(request, pipe.writeEnd(), flags, second);
        if (write < 0) {
            drop(request, read);
            return write;
        }
        boolean isNamed = request.fileIndex > 0;
        UserMemory.setInt(request.address, isNamed ? request.fileIndex - 1 : read);
        UserMemory.setInt(request.address + Integer.BYTES, isNamed ? request.fileIndex : write);
        return 0;
    }

    private static void drop(Request request, int number) {
        if (request.fileIndex == 0) {
            request.ring.kernel().fds().close(number);
        } else {
            int slot = request.fileIndex > 0 ? request.fileIndex - 1 : number;
            request.ring.files().set(slot, null);
        }
    }

    private static int install(Request request, SimFile file, int flags) {
        return install(request, file, flags, request.fileIndex);
    }

    /// Gives a new file a number or a slot; without either it is gone.
    static int install(Request request, SimFile file, int flags, int fileIndex) {
        file.retain();
        file.setNonBlocking((flags & OpenFlags.NONBLOCK) != 0);
        boolean cloexec = (flags & OpenFlags.CLOEXEC) != 0;
        int result =
                fileIndex == 0
                        ? request.ring.kernel().fds().install(file, cloexec)
                        : request.ring.files().install(file, fileIndex);
        file.release();
        return result;
    }

    private static Opcode opcodeOf(Request request) {
        for (Opcode opcode : OPENERS) {
            if (opcode.bits() == request.opcode) {
                return opcode;
            }
        }
        throw new IllegalArgumentException("opcode: " + request.opcode);
    }
}
