package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayList;
import java.util.List;

/// What [LimitsTest] runs in a process that may have few files and lock no memory.
public final class TightLimits {

    private TightLimits() {}

    /// Runs out of files, in each way a driver can, and prints how that went.
    public static void main(String[] args) {
        // A class cannot be loaded without an fd: what the failures need is loaded before them.
        Driver first = Driver.open(Kernel.host(), DriverOptions.permits(1));
        NopOperation nop = new NopOperation();
        first.start(nop);
        DriverTest.until(first, () -> !nop.isPending());
        DriverTest.assertClosesCleanly(first);
        System.out.println(new RingException("nothing", Errno.EMFILE.negative(), "").getMessage());
        drivers();
        accepts();
    }

    private static void drivers() {
        List<Driver> drivers = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            try {
                while (true) {
                    drivers.add(Driver.open(Kernel.host(), DriverOptions.permits(1)));
                }
            } catch (RingException e) {
                System.out.println("round " + round + ": " + drivers.size() + ", " + name(e));
            }
            for (Driver driver : drivers) {
                driver.close(driver.now() + 1_000_000_000L);
            }
            drivers.clear();
        }
    }

    private static void accepts() {
        TestSockets.Listener listener = TestSockets.listener();
        Driver driver = Driver.open(Kernel.host(), DriverOptions.permits(4));
        NopOperation accept =
                new NopOperation() {
                    @Override
                    protected void prepare(Sqe sqe) {
                        sqe.prepare(Opcode.ACCEPT, listener.fd(), 0, 0, 0);
                    }

                    @Override
                    protected boolean makesFile() {
                        return true;
                    }
                };
        int client = listener.connect();
        List<Integer> hoard = new ArrayList<>();
        int fd = Kernel.host().calls().eventFd(0, 0);
        while (fd >= 0) {
            hoard.add(fd);
            fd = Kernel.host().calls().eventFd(0, 0);
        }
        driver.start(accept);
        DriverTest.until(driver, () -> !accept.isPending());
        System.out.println("accept without fds: " + accept.events);
        accept.events.clear();
        hoard.forEach(Kernel.host()::close);
        driver.start(accept);
        DriverTest.until(driver, () -> !accept.isPending());
        System.out.println("accept with fds: " + !accept.events.getFirst().startsWith("-"));
        DriverTest.assertClosesCleanly(driver);
        Kernel.host().close(client);
    }

    private static String name(RingException e) {
        return Errno.describe(e.result());
    }
}
