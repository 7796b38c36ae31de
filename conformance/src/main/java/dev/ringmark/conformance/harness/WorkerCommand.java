package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.LinkedClasses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command that starts a worker: this JVM once more, on the same class path.
final class WorkerCommand {

    private WorkerCommand() {}

    /// @param folder where a JVM that crashes leaves its report
    /// @param hidden what the kernel is to seem not to have
    static List<String> of(Path folder, List<String> hidden) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                // A thread in a new time namespace can't vfork before Linux 6.3.
                                "-Djdk.lang.Process.launchMechanism=FORK",
                                "-XX:-CreateCoredumpOnCrash",
                                "-XX:+DisplayVMOutputToStderr",
                                Death.reportOption(folder),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "worker"));
        // Before the class path: what a user switched on for checks.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ringmark."))
                .sorted()
                .forEach(name -> command.add(1, "-D" + name + "=" + System.getProperty(name)));
        command.addAll(1, LinkedClasses.options());
        if (!hidden.isEmpty()) {
            command.addAll(List.of(RunRequest.HIDE, String.join(",", hidden)));
        }
        return command;
    }
}
