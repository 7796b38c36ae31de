package dev.ringmark.kernels.vm;

import java.io.IOException;
import java.io.Serial;

/// A guest's tar that is not what our init writes. Nothing of it is kept.
final class HostileTarException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    HostileTarException(String what) {
        super(what);
    }
}
