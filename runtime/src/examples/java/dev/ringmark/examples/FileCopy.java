package dev.ringmark.examples;

import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import java.nio.file.Path;

/// Copies a file: the kernel does it where it can, and holes stay holes.
///
///     java @runtime/src/examples/flags \
///         runtime/src/examples/java/dev/ringmark/examples/FileCopy.java FROM TO
public final class FileCopy {

    private FileCopy() {}

    /// Copies the first argument to the second.
    public static void main(String[] args) {
        if (args.length != 2) {
            System.err.println("usage: FileCopy FROM TO");
            System.exit(2);
        }
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("copy"))) {
            FileSystem files = FileSystem.on(loop);
            long bytes = files.copy(Path.of(args[0]), Path.of(args[1]));
            System.out.println(bytes + " bytes copied");
        } catch (RingException e) {
            System.err.println(e.getMessage() + ", after " + Progress.of(e) + " bytes");
            System.exit(1);
        }
    }
}
