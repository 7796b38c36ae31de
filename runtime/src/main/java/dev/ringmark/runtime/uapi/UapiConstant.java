package dev.ringmark.runtime.uapi;

/// One number of the kernel's io_uring interface, with the release that brought it and its source.
///
/// Every constant of this package is one of these, so that probes, catalogues and reports can walk
/// them all. The numbers never change once released; what a running kernel does with them is the
/// business of `runtime.probe`.
public interface UapiConstant {

    /// The constant and where it comes from.
    ///
    /// @param kernelName its name in the kernel's headers, `IORING_OP_NOP`
    /// @param value its value, unsigned where the kernel's is
    /// @param since the first release whose header has it, `5.1`
    /// @param source the header and the man page that documents it, `io_uring_enter(2)`
    record Fact(String kernelName, long value, String since, String source) {}

    /// The number's facts.
    Fact fact();

    /// The constant's name, without the prefix that its type already says.
    String name();

    default String kernelName() {
        return fact().kernelName();
    }

    default long value() {
        return fact().value();
    }

    /// The low 32 bits, as they stand in a flags word.
    default int bits() {
        return (int) fact().value();
    }

    default String since() {
        return fact().since();
    }

    default String source() {
        return fact().source();
    }

    /// The or of several constants' bits.
    static int bitsOf(Iterable<? extends UapiConstant> constants) {
        int bits = 0;
        for (UapiConstant constant : constants) {
            bits |= constant.bits();
        }
        return bits;
    }
}
