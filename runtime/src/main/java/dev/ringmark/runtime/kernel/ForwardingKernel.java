package dev.ringmark.runtime.kernel;

import java.lang.foreign.MemorySegment;

/// A kernel that passes every call to another: what the decorators start from.
public abstract class ForwardingKernel implements Kernel {

    private final Kernel delegate;

    protected ForwardingKernel(Kernel delegate) {
        this.delegate = delegate;
    }

    /// The kernel behind this one.
    protected final Kernel delegate() {
        return delegate;
    }

    @Override
    public String binding() {
        return delegate.binding();
    }

    @Override
    public String release() {
        return delegate.release();
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        return delegate.setup(entries, params);
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        return delegate.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        return delegate.register(fd, operation, argument, count);
    }

    @Override
    public Mapping map(int fd, long offset, long size) {
        return delegate.map(fd, offset, size);
    }

    @Override
    public Mapping allocatePages(long size) {
        return delegate.allocatePages(size);
    }

    @Override
    public int close(int fd) {
        return delegate.close(fd);
    }

    @Override
    public SystemCalls calls() {
        return delegate.calls();
    }

    @Override
    public long nanoTime() {
        return delegate.nanoTime();
    }

    @Override
    public long random() {
        return delegate.random();
    }

    @Override
    public void background(String name, Runnable task) {
        delegate.background(name, task);
    }
}
