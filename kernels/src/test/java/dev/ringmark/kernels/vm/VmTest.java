package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.KernelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real VMs with a real kernel: each fault of issue 3 ends in the outcome that names it. Two VMs
/// run at a time, on one image.
@Tag("vm")
class VmTest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final String MARKED =
            "ringmark.marked=1"; // a kernel ignores what it doesn't know

    @TempDir private static Path results;
    @TempDir private static Path vms;
    private static final ExecutorService RUNNERS = Executors.newFixedThreadPool(2);
    private static Future<Life> good;
    private static Future<Life> panic;
    private static Future<Life> spin;
    private static Future<Life> memory;
    private static Future<Life> killed;
    private static Future<Life> suspect;
    private static Future<Life> tooMuch;

    /// What came of one VM.
    private record Life(VmReport report, Path result, String out, String err, List<String> stream) {
        Outcome outcome() {
            return report.outcome();
        }
    }

    @BeforeAll
    static void boot_them_all() throws InterruptedException, URISyntaxException {
        RealMachine real = RealMachine.open();
        Path classes =
                Path.of(VmTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path crash = classes.resolve("dev/ringmark/kernels/vm/Crash.class");
        good =
                start(
                        real,
                        job(
                                        real,
                                        "echo \"it's out\"; echo err >&2; uname -r; echo streamed"
                                                + " >$RINGMARK_STREAM; echo left"
                                                + " >$RINGMARK_RESULT/file; head -c 3000000"
                                                + " /dev/zero >$RINGMARK_RESULT/big; java -cp ."
                                                + " dev.ringmark.kernels.vm.Crash")
                                .withFile("dev/ringmark/kernels/vm/Crash.class", crash));
        panic =
                start(
                        real,
                        job(
                                real,
                                "echo before >$RINGMARK_STREAM; sleep 1;"
                                        + " echo c >/proc/sysrq-trigger; sleep 60"));
        spin =
                start(
                        real,
                        job(real, "true")
                                .withAppend(
                                        List.of(
                                                "loglevel=7 init=/bin/sh -- -c \"echo spinning;"
                                                        + " while :; do :; done\""))
                                .withDeadlines(
                                        new Deadlines(
                                                PATIENCE,
                                                PATIENCE,
                                                Duration.ofSeconds(5),
                                                PATIENCE,
                                                Duration.ZERO)));
        memory = start(real, job(real, "tail /dev/zero").withMemoryMib(192));
        killed = start(real, job(real, "echo up; sleep 300").withAppend(List.of(MARKED)));
        suspect =
                start(
                        real,
                        job(
                                real,
                                "[ $(nproc) = 1 ] || echo '<1>Oops: int3: 0000 [#1]' >/dev/kmsg;"
                                        + " echo on $(nproc); exit 5"));
        tooMuch =
                start(
                        real,
                        job(real, "head -c 4000000 /dev/zero >$RINGMARK_RESULT/big")
                                .withResultMib(2));
    }

    @AfterAll
    static void end() {
        RUNNERS.shutdownNow();
    }

    @Test
    void what_may_be_the_emulators_fault_is_tried_once_more_on_one_processor() throws Exception {
        Life life = get(suspect);
        List<VmReport.Attempt> attempts = life.report().attempts();
        assertEquals(2, attempts.size(), "both are reported");
        assertTrue(attempts.get(0).outcome() instanceof Outcome.EmulatorSuspect);
        assertEquals(List.of(2, 1), attempts.stream().map(VmReport.Attempt::cpus).toList());
        assertEquals(new Outcome.Completed(5), life.report().outcome());
        assertTrue(life.out().endsWith("on 1\n"), life.out());
    }

    @Test
    void a_status_and_both_outputs_come_back() throws Exception {
        Life life = get(good);
        assertEquals(new Outcome.Completed(134), life.outcome(), life.report().last().console());
        assertTrue(life.out().startsWith("it's out\n6.1."), life.out());
        assertTrue(life.err().startsWith("err\n"), life.err());
        assertEquals(List.of("streamed"), life.stream());
        assertEquals(List.of(), life.report().last().faults());
    }

    @Test
    void what_a_guest_left_comes_back_with_the_crash_log_of_its_jvm() throws Exception {
        Path result = get(good).result();
        assertEquals("left\n", Files.readString(result.resolve("file")));
        assertEquals(3_000_000, Files.size(result.resolve("big")));
        try (Stream<Path> files = Files.list(result)) {
            Path log =
                    files.filter(file -> file.getFileName().toString().startsWith("hs_err"))
                            .findFirst()
                            .orElseThrow();
            assertTrue(Files.readString(log).contains("SIGSEGV"));
        }
    }

    @Test
    void a_panic_is_known_by_the_kernel_s_words_and_loses_no_streamed_line() throws Exception {
        Life life = get(panic);
        Outcome.Panicked panicked = assertInstanceOf(Outcome.Panicked.class, life.outcome());
        assertTrue(panicked.reason().contains("sysrq triggered crash"), panicked.reason());
        assertTrue(panicked.excerpt().contains("Call Trace"), panicked.excerpt());
        assertEquals(List.of("before"), life.stream());
        assertFalse(Files.exists(life.result().resolve("file")));
    }

    @Test
    void a_first_process_that_spins_is_hung_in_the_boot() throws Exception {
        Outcome.Hung hung = assertInstanceOf(Outcome.Hung.class, get(spin).outcome());
        assertEquals(Outcome.Phase.BOOT, hung.phase());
        assertEquals("silent for 5.0 s", hung.reason());
    }

    @Test
    void a_command_that_was_killed_for_memory_is_out_of_memory() throws Exception {
        Outcome.OutOfMemory out =
                assertInstanceOf(Outcome.OutOfMemory.class, get(memory).outcome());
        assertTrue(out.victim().contains("(tail)"), out.victim());
    }

    @Test
    void an_emulator_that_was_killed_from_outside_is_killed() throws Exception {
        Outcome ended = get(killed).outcome();
        Outcome.Killed out = assertInstanceOf(Outcome.Killed.class, ended, ended::sentence);
        assertTrue(out.how().startsWith("the emulator was ended by signal 9"), out.how());
    }

    @Test
    void a_result_larger_than_its_disk_is_refused_with_its_size() throws Exception {
        Outcome.Killed out = assertInstanceOf(Outcome.Killed.class, get(tooMuch).outcome());
        assertTrue(out.how().startsWith("the result of "), out.how());
    }

    @Test
    void a_host_whose_disk_fills_up_under_a_vm_ends_it_without_a_result(@TempDir Path folder)
            throws Exception {
        RealMachine real = RealMachine.open();
        Path result = folder.resolve("result");
        try (SmallDisk disk = SmallDisk.mount(Files.createDirectory(folder.resolve("vm")), 4)) {
            VmReport report =
                    new Vm(real.machine().withFolder(disk.path()))
                            .run(
                                    job(real, "head -c 9000000 /dev/urandom >$RINGMARK_RESULT/big"),
                                    result,
                                    VmOutput.NONE);
            Outcome.Killed out = assertInstanceOf(Outcome.Killed.class, report.outcome());
            assertTrue(out.how().contains("could not be written"), out.how());
            assertFalse(Files.exists(result));
        }
    }

    @Test
    void nothing_of_a_vm_is_left() throws Exception {
        for (Future<Life> life : List.of(good, panic, spin, memory, killed, tooMuch)) {
            assertTrue(get(life).report().last().whole().isPositive());
        }
        try (Stream<Path> left = Files.list(vms)) {
            assertEquals(List.of(), left.toList());
        }
        assertEquals(0, emulators().count());
    }

    @Test
    void a_kernel_that_is_cut_short_is_not_booted(@TempDir Path folder) throws Exception {
        RealMachine real = RealMachine.open();
        byte[] whole = Files.readAllBytes(real.vmlinuz());
        Path cut = folder.resolve("vmlinuz");
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        VmJob job = VmJob.of(cut, List.of("true"));
        KernelException e =
                assertThrows(
                        KernelException.class,
                        () ->
                                new Vm(real.machine())
                                        .run(job, folder.resolve("result"), VmOutput.NONE));
        assertTrue(String.valueOf(e.getMessage()).contains("truncated"), e.getMessage());
        assertFalse(Files.exists(folder.resolve("result")));
    }

    private static VmJob job(RealMachine real, String script) {
        return VmJob.of(real.vmlinuz(), List.of("sh", "-c", script))
                .withMemoryMib(512)
                .withDeadlines(Deadlines.whole(PATIENCE).withBoot(PATIENCE));
    }

    private static Future<Life> start(RealMachine real, VmJob job) {
        return RUNNERS.submit(() -> live(real, job));
    }

    private static Life live(RealMachine real, VmJob job) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        List<String> stream = new ArrayList<>();
        Path result = Files.createTempDirectory(results, "result");
        Vm vm = new Vm(real.machine().withFolder(vms));
        VmReport report =
                vm.run(
                        job,
                        result,
                        new VmOutput() {
                            @Override
                            public void stdout(byte[] bytes) {
                                out.writeBytes(bytes);
                                if (out.toString(UTF_8).equals("up\n")) {
                                    killEmulatorOf(job);
                                }
                            }

                            @Override
                            public void stderr(byte[] bytes) {
                                err.writeBytes(bytes);
                            }

                            @Override
                            public void streamed(String line) {
                                stream.add(line);
                            }
                        });
        return new Life(report, result, out.toString(UTF_8), err.toString(UTF_8), stream);
    }

    private static void killEmulatorOf(VmJob job) {
        assertEquals(List.of(MARKED), job.append());
        emulators()
                .filter(process -> String.join(" ", arguments(process)).contains(MARKED))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> emulators() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").contains("/qemu-system-"));
    }

    private static String[] arguments(ProcessHandle process) {
        return process.info().arguments().orElse(new String[0]);
    }

    private static Life get(Future<Life> life) throws Exception {
        return life.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
