package dev.ringmark.runtime.op;

/// The answer of an operation that has nothing to say but that it is done.
public enum Done {
    DONE
}
