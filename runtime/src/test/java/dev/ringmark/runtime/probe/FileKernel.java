package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// A kernel whose only files are the test's; sockets and pipes stay those of the kernel behind it.
final class FileKernel extends ForwardingKernel {

    private static final int FIRST_FD = 1_000_000;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<Integer, byte[]> open = new HashMap<>();
    private int nextFd = FIRST_FD;

    /// @param pathsAndTexts each path followed by its text
    FileKernel(Kernel delegate, String... pathsAndTexts) {
        super(delegate);
        for (int index = 0; index < pathsAndTexts.length; index += 2) {
            texts.put(pathsAndTexts[index], pathsAndTexts[index + 1]);
        }
    }

    @Override
    public SystemCalls calls() {
        SystemCalls real = super.calls();
        return (SystemCalls)
                Proxy.newProxyInstance(
                        SystemCalls.class.getClassLoader(),
                        new Class<?>[] {SystemCalls.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("open")) {
                                return open((String) arguments[0]);
                            }
                            if (method.getName().equals("read")
                                    && open.containsKey((int) arguments[0])) {
                                return read((int) arguments[0], (MemorySegment) arguments[1]);
                            }
                            if (method.getName().equals("close")
                                    && open.remove((int) arguments[0]) != null) {
                                return 0;
                            }
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private int open(String path) {
        String text = texts.get(path);
        if (text == null) {
            return Errno.ENOENT.negative();
        }
        open.put(nextFd, text.getBytes(StandardCharsets.UTF_8));
        return nextFd++;
    }

    private int read(int fd, MemorySegment into) {
        byte[] left = open.put(fd, new byte[0]);
        MemorySegment.copy(MemorySegment.ofArray(left), 0, into, 0, left.length);
        return left.length;
    }
}
