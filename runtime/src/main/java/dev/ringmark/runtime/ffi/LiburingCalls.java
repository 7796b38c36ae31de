package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// liburing's own system-call functions, which return `-errno` (io_uring_enter2(2); exported since
/// liburing 2.3).
final class LiburingCalls implements RingCalls {

    private static final String FILE_NAME = "liburing.so.2";
    private static final Pattern VERSION_IN_PATH = Pattern.compile("liburing\\.so\\.([0-9.]+)");
    private static final FunctionDescriptor SETUP_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS);
    private static final FunctionDescriptor ENTER_TYPE =
            FunctionDescriptor.of(
                    JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final FunctionDescriptor REGISTER_TYPE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);

    /// The handles live in statics of a holder, so that the compiler sees constants.
    private static final class Handles {
        private static final Optional<SymbolLookup> LIBRARY = Downcalls.load(FILE_NAME);
        private static final Optional<MethodHandle> SETUP_FOUND =
                LIBRARY.flatMap(l -> Downcalls.find(l, "io_uring_setup", SETUP_TYPE));
        private static final Optional<MethodHandle> ENTER_FOUND =
                LIBRARY.flatMap(l -> Downcalls.find(l, "io_uring_enter2", ENTER_TYPE));
        private static final Optional<MethodHandle> REGISTER_FOUND =
                LIBRARY.flatMap(l -> Downcalls.find(l, "io_uring_register", REGISTER_TYPE));
        private static final boolean COMPLETE =
                SETUP_FOUND.isPresent() && ENTER_FOUND.isPresent() && REGISTER_FOUND.isPresent();
    }

    private static final class Bound {
        private static final MethodHandle SETUP = Handles.SETUP_FOUND.orElseThrow();
        private static final MethodHandle ENTER = Handles.ENTER_FOUND.orElseThrow();
        private static final MethodHandle REGISTER = Handles.REGISTER_FOUND.orElseThrow();
    }

    private final String version;

    private LiburingCalls(String version) {
        this.version = version;
    }

    /// The library, or nothing where it is missing or older than 2.3.
    static Optional<LiburingCalls> load() {
        return Handles.COMPLETE ? Optional.of(new LiburingCalls(findVersion())) : Optional.empty();
    }

    @Override
    public String describe() {
        return "liburing " + version;
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        try {
            return (int) Bound.SETUP.invokeExact(entries, params);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("io_uring_setup", thrown);
        }
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        try {
            return (int)
                    Bound.ENTER.invokeExact(
                            fd, toSubmit, minComplete, flags, argument, argumentSize);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("io_uring_enter2", thrown);
        }
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        try {
            return (int) Bound.REGISTER.invokeExact(fd, operation, argument, count);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("io_uring_register", thrown);
        }
    }

    /// The version: asked from the library since 2.4, read off the loaded file's name before.
    private static String findVersion() {
        SymbolLookup library = Handles.LIBRARY.orElseThrow();
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT);
        Optional<MethodHandle> major = Downcalls.find(library, "io_uring_major_version", type);
        Optional<MethodHandle> minor = Downcalls.find(library, "io_uring_minor_version", type);
        if (major.isPresent() && minor.isPresent()) {
            try {
                return (int) major.get().invokeExact() + "." + (int) minor.get().invokeExact();
            } catch (Throwable thrown) {
                throw Downcalls.impossible("io_uring_major_version", thrown);
            }
        }
        return versionFromFileName();
    }

    private static String versionFromFileName() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.map(VERSION_IN_PATH::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst()
                    .orElse("2.3");
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/self/maps", e);
        }
    }
}
