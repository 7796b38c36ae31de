package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.kernel.Kernel;

/// Prints how the checks of families end on the kernel under this JVM, one line each.
///
/// What it prints on a real 6.18 is the record that the simulated one is compared with:
/// `verdicts-6.18.txt`, made on 6.18.44.
final class VerdictRecorder {

    private VerdictRecorder() {}

    public static void main(String[] arguments) {
        for (String family : arguments) {
            CheckVerdict.family(family)
                    .forEach(subject -> System.out.println(subject.on(Kernel.host()).line()));
        }
    }
}
