package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of a kernel's console is a fault, and what is talk.
class ConsoleScannerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PANIC | Kernel panic - not syncing: sysrq triggered crash
                    OOPS | Oops: int3: 0000 [#1] PREEMPT SMP NOPTI
                    OOPS | int3: 0000 [#1] SMP NOPTI
                    OOPS | invalid opcode: 0000 [#1] SMP PTI
                    BUG | BUG: kernel NULL pointer dereference, address: 0000000000000000
                    BUG | BUG: KASAN: slab-use-after-free in io_poll_remove
                    BUG | watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [java:91]
                    BUG | kernel BUG at io_uring/io_uring.c:1234!
                    WARNING | WARNING: CPU: 1 PID: 99 at io_uring/rw.c:10 io_read+0x1/0x2
                    WARNING | WARNING: possible recursive locking detected
                    GENERAL_PROTECTION | general protection fault, probably for non-canonical
                    HUNG_TASK | INFO: task iou-wrk-99:101 blocked for more than 120 seconds.
                    STALL | rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:
                    STALL | rcu: INFO: rcu_sched self-detected stall on CPU
                    SANITIZER | UBSAN: array-index-out-of-bounds in io_uring/net.c:5:6
                    LEAK | kmemleak: 3 new suspected memory leaks (see /sys/kernel/debug/kmemleak)
                    OUT_OF_MEMORY | Out of memory: Killed process 99 (tail) total-vm:200000kB
                    OUT_OF_MEMORY | Memory cgroup out of memory: Killed process 9 (java)
                    """)
    void a_fault_is_known_by_its_beginning(KernelFault.Kind kind, String message) {
        for (String time : List.of("[   12.345678] ", "[    1.000000][    T1] ", "")) {
            List<KernelFault> faults = scan(time + message + "\r\nfollows\n");
            assertEquals(1, faults.size());
            assertEquals(kind, faults.getFirst().kind());
            assertEquals(message, faults.getFirst().line());
            assertTrue(faults.getFirst().excerpt().endsWith("\nfollows"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Spectre V2 : WARNING: Unprivileged eBPF is enabled with eIBRS on",
                "RETBleed: WARNING: Spectre v2 mitigation leaves CPU vulnerable",
                "traps: java[99] general protection fault ip:7f sp:7f error:0 in libc.so.6",
                "java[99]: segfault at 0 ip 0000 sp 0000 error 6 in libjvm.so",
                "tsc: Unable to calibrate against PIT",
                "debug: BUG: a word in the middle",
            })
    void talk_is_no_fault(String message) {
        assertEquals(List.of(), scan("[    0.100000] " + message + "\n"));
    }

    @Test
    void a_fault_without_a_line_end_counts() {
        assertEquals(1, scan("[    1.000000] Kernel panic - not syncing: x").size());
    }

    @Test
    void a_flood_is_kept_within_bounds() {
        ConsoleScanner scanner = new ConsoleScanner(_ -> {});
        byte[] line = "[    1.000000] WARNING: CPU: 0\n".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            scanner.feed(line);
        }
        scanner.feed(new byte[1 << 20]);
        scanner.end();
        assertEquals(100, scanner.faults().size());
        assertTrue(scanner.text().length() < 4000 * 4200);
    }

    @Test
    void the_listener_hears_every_line_at_once() {
        List<String> heard = new ArrayList<>();
        ConsoleScanner scanner = new ConsoleScanner(heard::add);
        scanner.feed("on".getBytes(UTF_8));
        scanner.feed("e\r\ntwo\nthr".getBytes(UTF_8));
        assertEquals(List.of("one", "two"), heard);
    }

    private static List<KernelFault> scan(String text) {
        ConsoleScanner scanner = new ConsoleScanner(_ -> {});
        scanner.feed(text.getBytes(UTF_8));
        scanner.end();
        return scanner.faults();
    }
}
