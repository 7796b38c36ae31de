package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckUnsupported;
import dev.ringmark.conformance.fixture.ProcFile;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.uapi.Errno;
import java.util.List;

/// The sysctl kernel.io_uring_disabled, which concerns everybody on the machine.
///
/// It is changed only when that was asked for (`-Dringmark.optin=sysctl`), for the length of a
/// system call, and always put back.
final class DisablingSysctl {

    /// Nobody may make rings.
    static final String FOR_ALL = "2";

    /// Only CAP_SYS_ADMIN and the group kernel.io_uring_group may.
    static final String FOR_UNPRIVILEGED = "1";

    private static final String NAME = "kernel.io_uring_disabled";
    private static final String OPT_IN = "ringmark.optin";

    private final TestKernel kernel;
    private final ProcFile file;
    private final String before;

    DisablingSysctl(TestKernel kernel) {
        this.kernel = kernel;
        file = new ProcFile(kernel, "/proc/sys/kernel/io_uring_disabled");
        before =
                file.read()
                        .orElseThrow(() -> new CheckUnsupported(NAME, "there is no such sysctl"));
    }

    /// Asks something while the sysctl has a value.
    void during(String value, Capability.Question question) throws Exception {
        if (before.equals(value)) {
            question.ask();
            return;
        }
        if (!List.of(System.getProperty(OPT_IN, "").split(",")).contains("sysctl")) {
            throw new CheckBlocked(
                    NAME
                            + " is "
                            + before
                            + ", and asking needs "
                            + value
                            + " for the whole machine: allow it with -D"
                            + OPT_IN
                            + "=sysctl");
        }
        write(value);
        try {
            question.ask();
        } finally {
            write(before);
        }
    }

    private void write(String value) {
        int result = file.write(value);
        if (result == Errno.EACCES.negative()
                || result == Errno.EPERM.negative()
                || result == Errno.EROFS.negative()) {
            throw new CheckBlocked(
                    "writing " + NAME + " returned " + Errno.describe(result) + ": run it as root");
        }
        TestKernel.require("write(" + NAME + ")", result);
        kernel.evidence().observed(NAME + " = " + value);
    }
}
