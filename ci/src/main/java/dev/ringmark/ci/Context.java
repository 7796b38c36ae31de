package dev.ringmark.ci;

import java.nio.file.Path;

/// What every command works with, handed to it by [Main], or by a test.
record Context(Terminal terminal, Harness harness, Path workingFolder) {}
