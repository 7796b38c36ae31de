package dev.ringmark.conformance.checks.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checks of a sysctl that nobody wants changed on their machine, on one that is a plain file.
class DisablingSysctlTest { // S015

    private static final Kernel HOST = Kernel.host();
    private static final String OPT_IN = "ringmark.optin";
    private static final String ADMIN = capabilities("000001ffffffffff");
    private static final String NOBODY = capabilities("0000000000000000");

    @TempDir private Path folder;
    private Path sysctl;
    private Path status;

    @BeforeEach
    void opt_in() throws IOException {
        System.setProperty(OPT_IN, "sysctl");
        sysctl = Files.writeString(folder.resolve("sysctl"), "0\n");
        status = Files.writeString(folder.resolve("status"), ADMIN);
    }

    @AfterEach
    void opt_out() {
        System.clearProperty(OPT_IN);
    }

    @Test
    void a_kernel_that_obeys_passes_and_gets_its_value_back() throws IOException {
        Trial.assertPasses(DisabledForAllIsRefusedCheck.class, obeying(true));
        Trial.assertPasses(DisabledForUnprivilegedSparesAdminCheck.class, obeying(true));
        Trial.assertPasses(DisabledForUnprivilegedIsRefusedCheck.class, obeying(true));
        assertEquals(NOBODY, Files.readString(status), "nobody gave the capability up");
        Trial.assertPasses(DisabledForUnprivilegedIsRefusedCheck.class, obeying(true));
        assertEquals("0\n", Files.readString(sysctl));
    }

    @Test
    void a_kernel_that_ignores_it_is_caught_and_gets_its_value_back() throws IOException {
        Trial.assertCaught(DisabledForAllIsRefusedCheck.class, obeying(false));
        Files.writeString(status, NOBODY);
        Trial.assertCaught(DisabledForUnprivilegedIsRefusedCheck.class, obeying(false));
        assertEquals("0\n", Files.readString(sysctl));
    }

    @Test
    void a_kernel_that_shuts_out_its_admin_is_caught() throws IOException {
        LyingKernel strict =
                obeying(false).setup((entries, params, honest) -> Errno.EPERM.negative());
        Trial.assertCaught(DisabledForUnprivilegedSparesAdminCheck.class, strict);
    }

    @Test
    void without_leave_nothing_is_changed() throws IOException {
        System.clearProperty(OPT_IN);
        Trial.assertBlocked(DisabledForAllIsRefusedCheck.class, obeying(true));
        Trial.assertBlocked(DisabledForUnprivilegedSparesAdminCheck.class, obeying(true));
        assertEquals("0\n", Files.readString(sysctl));
    }

    @Test
    void the_wrong_privileges_are_no_verdict() throws IOException {
        Files.writeString(status, NOBODY);
        Trial.assertBlocked(DisabledForUnprivilegedSparesAdminCheck.class, obeying(true));
    }

    /// A kernel whose sysctl and capabilities are files of this test.
    ///
    /// @param obeys whether setup cares
    private LyingKernel obeying(boolean obeys) {
        Map<String, String> elsewhere =
                Map.of(
                        "/proc/sys/kernel/io_uring_disabled", sysctl.toString(),
                        "/proc/sys/kernel/io_uring_group", folder.resolve("none").toString(),
                        "/proc/thread-self/status", status.toString());
        SystemCalls calls =
                (SystemCalls)
                        Proxy.newProxyInstance(
                                SystemCalls.class.getClassLoader(),
                                new Class<?>[] {SystemCalls.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("open")) {
                                        arguments[0] =
                                                elsewhere.getOrDefault(
                                                        (String) arguments[0],
                                                        (String) arguments[0]);
                                    }
                                    if (method.getName().equals("setCapabilities")) {
                                        Files.writeString(status, NOBODY);
                                        return 0;
                                    }
                                    return method.invoke(HOST.calls(), arguments);
                                });
        return new LyingKernel(HOST)
                .calls(calls)
                .setup(
                        (entries, params, honest) ->
                                obeys && isShut() ? Errno.EPERM.negative() : honest);
    }

    private static String capabilities(String mask) {
        return "CapInh:\t%1$s\nCapPrm:\t%1$s\nCapEff:\t%1$s\n".formatted(mask);
    }

    private boolean isShut() {
        try {
            String value = Files.readString(sysctl).strip();
            boolean admin = Files.readString(status).equals(ADMIN);
            return value.equals("2") || (value.equals("1") && !admin);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
