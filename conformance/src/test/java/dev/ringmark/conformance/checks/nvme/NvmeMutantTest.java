package dev.ringmark.conformance.checks.nvme;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels that poll or pass commands on wrongly, each caught by the check that is named; on a disk
/// that is a file, because few hosts have one to spoil.
class NvmeMutantTest { // S032, K-4

    private static final String PROPERTY = "ringmark.scratch";

    @TempDir private Path sysfs;
    private NvmeKernel kernel;

    static List<Class<?>> checks() {
        return List.of(
                PolledReadCompletesCheck.class,
                PolledReadWaitsToBePolledCheck.class,
                PolledCommandCompletesCheck.class,
                CommandReadsTheDiskCheck.class,
                CommandNeedsWideEntriesCheck.class,
                UnknownCommandIsRefusedCheck.class,
                OtherNamespaceIsRefusedCheck.class,
                ErrorOfTheDiskIsItsStatusCheck.class);
    }

    @BeforeEach
    void give_away_a_disk() throws IOException {
        System.setProperty(PROPERTY, NvmeKernel.DISK);
        describe("io_poll", 1);
        describe("logical_block_size", NvmeKernel.BLOCK_SIZE);
        describe("size", NvmeKernel.BLOCKS);
        kernel = new NvmeKernel(sysfs);
    }

    @AfterEach
    void take_it_back() {
        System.clearProperty(PROPERTY);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void a_kernel_that_tells_no_lie_passes(Class<?> check) {
        Trial.assertPasses(check, kernel.told());
    }

    @ParameterizedTest
    @MethodSource("checks")
    void without_a_disk_to_spoil_there_is_no_verdict_on(Class<?> check) {
        System.clearProperty(PROPERTY);
        Trial.assertBlocked(check, Kernel.host());
    }

    @Test
    void without_a_queue_to_poll_there_is_no_verdict() throws IOException {
        describe("io_poll", 0);
        Trial.assertBlocked(PolledReadCompletesCheck.class, kernel.told());
        Trial.assertBlocked(PolledReadWaitsToBePolledCheck.class, kernel.told());
        Trial.assertBlocked(PolledCommandCompletesCheck.class, kernel.told());
    }

    @Test
    void a_read_that_completes_without_a_poll_is_caught() {
        Trial.assertCaught(PolledReadWaitsToBePolledCheck.class, kernel.interrupting().told());
    }

    @Test
    void a_polled_read_that_never_completes_is_caught() {
        Trial.assertCaught(
                PolledReadCompletesCheck.class,
                kernel.hurried().told().cqesOf(1, (honest, opcode) -> List.of()));
    }

    @Test
    void a_polled_command_that_never_completes_is_caught() {
        Trial.assertCaught(
                PolledCommandCompletesCheck.class,
                kernel.hurried().told().cqesOf(1, (honest, opcode) -> List.of()));
    }

    @Test
    void a_polled_read_that_completes_twice_is_caught() {
        Trial.assertCaught(
                PolledReadCompletesCheck.class,
                kernel.told().cqesOf(1, (honest, opcode) -> List.of(honest, honest)));
    }

    @Test
    void a_polled_read_that_is_refused_is_caught() {
        Completion refused = new Completion(1, Errno.EOPNOTSUPP.negative(), 0);
        Trial.assertCaught(
                PolledReadCompletesCheck.class,
                kernel.told().cqesOf(1, (honest, opcode) -> List.of(refused)));
    }

    @Test
    void other_bytes_than_those_on_the_disk_are_caught() {
        kernel.readingElsewhere();
        Trial.assertCaught(PolledReadCompletesCheck.class, kernel.told());
        Trial.assertCaught(CommandReadsTheDiskCheck.class, kernel.told());
        Trial.assertCaught(PolledCommandCompletesCheck.class, kernel.told());
    }

    @Test
    void a_command_that_answers_with_its_length_is_caught() {
        kernel.answering(command -> command.result() == 0 ? ScratchDisk.SIZE : command.result());
        Trial.assertCaught(CommandReadsTheDiskCheck.class, kernel.told());
        Trial.assertCaught(PolledCommandCompletesCheck.class, kernel.told());
    }

    @Test
    void a_kernel_that_takes_every_command_is_caught() {
        kernel.answering(command -> 0);
        Trial.assertCaught(CommandNeedsWideEntriesCheck.class, kernel.told());
        Trial.assertCaught(UnknownCommandIsRefusedCheck.class, kernel.told());
        Trial.assertCaught(OtherNamespaceIsRefusedCheck.class, kernel.told());
        Trial.assertCaught(ErrorOfTheDiskIsItsStatusCheck.class, kernel.told());
    }

    @Test
    void an_error_of_the_disk_that_becomes_an_errno_is_caught() {
        kernel.answering(command -> command.result() > 0 ? Errno.EIO.negative() : command.result());
        Trial.assertCaught(ErrorOfTheDiskIsItsStatusCheck.class, kernel.told());
    }

    private void describe(String attribute, long value) throws IOException {
        Files.writeString(sysfs.resolve(attribute), value + "\n");
    }
}
