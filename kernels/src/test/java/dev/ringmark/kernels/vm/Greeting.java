package dev.ringmark.kernels.vm;

import java.util.stream.Stream;

/// A program whose classes can be seen: one of its own, and what a stream needs.
final class Greeting {
    private Greeting() {}

    public static void main(String[] args) {
        Stream.of(args).map(word -> "hello " + word).forEach(System.out::println);
    }
}
