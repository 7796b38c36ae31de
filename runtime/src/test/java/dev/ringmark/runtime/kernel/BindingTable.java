package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.layout.WaitArgumentLayout;
import dev.ringmark.runtime.ring.Completions;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Makes a table of calls and prints what each returns: the program that [BindingTest] runs once
/// per binding, because a JVM chooses its binding once.
public final class BindingTable {

    private static final MemorySegment NULL = MemorySegment.NULL;
    private static final MemorySegment ADDRESS_1 = MemorySegment.ofAddress(1);

    private final Kernel kernel = Kernel.host();
    private final Arena arena = Arena.ofConfined();

    public static void main(String[] args) {
        new BindingTable().print();
    }

    private void print() {
        System.out.println(kernel.binding());
        setup();
        int[] pipe = new int[2];
        print("pipe", kernel.calls().pipe(pipe, 0));
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4))) {
            enter(ring, pipe[0]);
            register(ring, pipe[0]);
        }
        print("close of no fd", kernel.close(-1));
        arena.close();
    }

    private void setup() {
        MemorySegment params = arena.allocate(ParamsLayout.LAYOUT);
        print("setup of no entries", kernel.setup(0, params));
        print("setup of too many entries", kernel.setup(-1, params));
        print("setup at address 1", kernel.setup(4, ADDRESS_1)); // S005
        print("setup at address 0", kernel.setup(4, NULL));
        params.set(JAVA_INT, ParamsLayout.FLAGS, 1 << 30);
        print("setup of an unknown flag", kernel.setup(4, params));
        params.fill((byte) 0);
        params.set(JAVA_INT, ParamsLayout.RESV1, 1);
        print("setup with a reserved word", kernel.setup(4, params));
    }

    private void enter(Ring ring, int noRing) {
        print("enter of no fd", kernel.enter(-1, 0, 0, 0, NULL, 0)); // S030
        print("enter of a pipe", kernel.enter(noRing, 0, 0, 0, NULL, 0));
        print("enter of an unknown flag", kernel.enter(ring.fd(), 0, 0, 1 << 30, NULL, 0));
        int index = EnterFlag.REGISTERED_RING.bits();
        print("enter of no index", kernel.enter(-1, 0, 0, index, NULL, 0));
        print("enter of nothing", kernel.enter(ring.fd(), -1, 0, 0, NULL, 0)); // S019
        int getEvents = EnterFlag.GETEVENTS.bits();
        int extArg = getEvents | EnterFlag.EXT_ARG.bits();
        MemorySegment wait = arena.allocate(WaitArgumentLayout.LAYOUT);
        print("short argument", kernel.enter(ring.fd(), 0, 1, extArg, wait, 8)); // S031
        print("long argument", kernel.enter(ring.fd(), 0, 1, extArg, wait, 1L << 40));
        print("argument at 1", kernel.enter(ring.fd(), 0, 1, extArg, ADDRESS_1, wait.byteSize()));
        wait.set(JAVA_LONG, WaitArgumentLayout.TS, 1);
        print("timespec at 1", kernel.enter(ring.fd(), 0, 1, extArg, wait, wait.byteSize()));
        MemorySegment time = arena.allocate(TimespecLayout.LAYOUT);
        wait.set(JAVA_LONG, WaitArgumentLayout.TS, time.address());
        print("no time left", kernel.enter(ring.fd(), 0, 1, extArg, wait, wait.byteSize()));
        MemorySegment mask = arena.allocate(128);
        print("sigset of 8", kernel.enter(ring.fd(), 0, 0, getEvents, mask, 8));
        print("sigset of 128", kernel.enter(ring.fd(), 0, 1, getEvents, mask, 128));
        Completions.nops(ring, 0, 3);
        print("three NOPs", ring.submitAndWait(3));
        print("ready", ring.cqReady());
        print("a NOP's result", Completions.reap(ring).result());
    }

    private void register(Ring ring, int noRing) {
        int probe = RegisterOp.PROBE.bits();
        print("register to no fd", kernel.register(-1, probe, NULL, 0)); // S185
        print("register to a pipe", kernel.register(noRing, probe, NULL, 0));
        print("unknown operation", kernel.register(ring.fd(), 1 << 20, NULL, 0));
        MemorySegment answer = arena.allocate(ProbeLayout.SIZE + 256 * ProbeOpLayout.SIZE);
        print("probe of 257", kernel.register(ring.fd(), probe, answer, 257)); // S017
        print("probe at address 1", kernel.register(ring.fd(), probe, ADDRESS_1, 1));
        print("probe", kernel.register(ring.fd(), probe, answer, 256));
        print("last opcode", answer.get(JAVA_BYTE, ProbeLayout.LAST_OP));
        print("probe of an answer", kernel.register(ring.fd(), probe, answer, 256));
        int files = RegisterOp.FILES.bits();
        print("no files", kernel.register(ring.fd(), files, answer, 0)); // S117
        print("-1 files", kernel.register(ring.fd(), files, answer, -1));
        int unregister = RegisterOp.UNREGISTER_FILES.bits();
        print("files given back", kernel.register(ring.fd(), unregister, NULL, 0));
        int personality = RegisterOp.PERSONALITY.bits();
        print("personality", kernel.register(ring.fd(), personality, NULL, 0)); // S181
        int workers = RegisterOp.IOWQ_MAX_WORKERS.bits();
        print("one worker kind", kernel.register(ring.fd(), workers, answer, 1)); // S182
    }

    private static void print(String call, int result) {
        System.out.println(call + ": " + Errno.describe(result));
    }
}
