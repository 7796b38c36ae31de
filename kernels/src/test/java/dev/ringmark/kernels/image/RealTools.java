package dev.ringmark.kernels.image;

import org.junit.jupiter.api.Assumptions;

/// The programs of this machine, for tests that need some of them.
final class RealTools {
    private RealTools() {}

    /// Skips the test in words where one is missing; where `CI` is true, that is a failure.
    static HostTools with(HostTools.Tool... needed) {
        HostTools tools = HostTools.ofProcess();
        try {
            for (HostTools.Tool tool : needed) {
                tools.find(tool);
            }
            return tools;
        } catch (HostException e) {
            if (System.getenv().getOrDefault("CI", "").equals("true")) {
                throw e;
            }
            return Assumptions.abort(e.getMessage());
        }
    }
}
