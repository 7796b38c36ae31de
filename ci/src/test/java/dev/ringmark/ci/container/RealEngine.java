package dev.ringmark.ci.container;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/// Whether this machine can run an engine of ours. Tests install nothing: `.ci/run` does.
final class RealEngine {
    private RealEngine() {}

    /// Skips the test in words where none can run; where `CI` is true, that is a failure.
    static void require() {
        String missing = missing();
        if ("true".equals(System.getenv("CI"))) {
            Assertions.assertEquals("", missing);
        }
        Assumptions.assumeTrue(missing.isEmpty(), missing);
        Assumptions.assumeFalse(otherRuns(), "another dockerd runs here, and only one can");
    }

    private static String missing() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "an engine is started by root only";
        }
        for (String program : new String[] {"dockerd", "docker", "busybox"}) {
            if (!isInstalled(program)) {
                return "no " + program + " here: 'apt-get install docker.io busybox-static'";
            }
        }
        return "";
    }

    private static boolean otherRuns() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().command().stream())
                .anyMatch(command -> command.endsWith("/dockerd"));
    }

    private static boolean isInstalled(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "") + ":/usr/sbin:/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
