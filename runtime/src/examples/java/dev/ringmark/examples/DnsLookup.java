package dev.ringmark.examples;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.DnsResolver;
import dev.ringmark.runtime.net.UnknownNameException;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// Prints the addresses of a name, asked for over UDP and TCP by the ring.
///
/// Its arguments are the name, and the address and port of a name server; those of
/// /etc/resolv.conf when there are none.
public final class DnsLookup {

    private DnsLookup() {}

    /// Looks a name up.
    public static void main(String[] args) {
        if (args.length != 1 && args.length != 3) {
            System.err.println("usage: DnsLookup NAME [SERVER PORT]");
            System.exit(2);
        }
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.small("dns"))) {
            for (InetAddress each : loop.fork(() -> lookup(loop, args)).join()) {
                System.out.println(each.getHostAddress());
            }
        }
    }

    private static List<InetAddress> lookup(Loop loop, String[] args) {
        DnsResolver resolver = args.length == 1 ? DnsResolver.system(loop) : asking(loop, args);
        try {
            return resolver.resolve(args[0], Duration.ofSeconds(10));
        } catch (UnknownNameException e) {
            System.err.println(e.getMessage());
            return List.of();
        }
    }

    private static DnsResolver asking(Loop loop, String[] args) {
        InetAddress server = InetAddress.ofLiteral(args[1]);
        return DnsResolver.of(
                loop, List.of(new InetSocketAddress(server, Integer.parseInt(args[2]))));
    }
}
