package dev.ringmark.kernels.catalog;

import java.util.List;

/// What a kernel's io_uring was seen to have, by asking it.
///
/// @param features the bits that io_uring_setup(2) returned, `0x3fff`
public record Truth(
        String features,
        List<String> opcodes,
        List<String> setupFlags,
        List<String> registerOperations,
        List<String> sqeFlags,
        List<String> enterFlags) {
    /// Copies the lists.
    public Truth {
        opcodes = List.copyOf(opcodes);
        setupFlags = List.copyOf(setupFlags);
        registerOperations = List.copyOf(registerOperations);
        sqeFlags = List.copyOf(sqeFlags);
        enterFlags = List.copyOf(enterFlags);
    }
}
