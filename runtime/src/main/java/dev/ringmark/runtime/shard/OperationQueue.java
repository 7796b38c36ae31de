package dev.ringmark.runtime.shard;

import org.jspecify.annotations.Nullable;

/// Operations in order, linked through themselves: no allocation, and any one can leave.
final class OperationQueue {

    private @Nullable Operation first;
    private @Nullable Operation last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return first == null;
    }

    @Nullable Operation first() {
        return first;
    }

    void add(Operation operation) {
        if (operation.queue != null) {
            throw new IllegalStateException("the operation is in a queue already");
        }
        operation.queue = this;
        operation.previous = last;
        if (last == null) {
            first = operation;
        } else {
            last.next = operation;
        }
        last = operation;
        size++;
    }

    @Nullable Operation poll() {
        Operation operation = first;
        if (operation != null) {
            remove(operation);
        }
        return operation;
    }

    void remove(Operation operation) {
        if (operation.queue != this) {
            throw new IllegalStateException("the operation is not in this queue");
        }
        Operation before = operation.previous;
        Operation after = operation.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        operation.queue = null;
        operation.previous = null;
        operation.next = null;
        size--;
    }
}
