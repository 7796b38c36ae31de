package dev.ringmark.kernels.vm;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system that is soon full. Mounting needs a right that not every machine gives.
record SmallDisk(Path path) implements AutoCloseable {
    static SmallDisk mount(Path folder, int mib) throws IOException, InterruptedException {
        int status =
                run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", folder.toString());
        Assumptions.assumeTrue(
                status == 0, "no full disk can be made here: mount ended with " + status);
        return new SmallDisk(folder);
    }

    @Override
    public void close() throws IOException {
        try {
            if (run("umount", path.toString()) != 0) {
                throw new IOException(path + " is still in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(path + " is still mounted", e);
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
