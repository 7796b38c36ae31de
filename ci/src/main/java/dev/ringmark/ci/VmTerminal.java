package dev.ringmark.ci;

import dev.ringmark.kernels.vm.VmOutput;

/// Passes on what comes out of a VM: the command's output to ours, its errors to ours.
final class VmTerminal implements VmOutput {
    private final Terminal terminal;
    private final boolean withConsole;

    VmTerminal(Terminal terminal, boolean withConsole) {
        this.terminal = terminal;
        this.withConsole = withConsole;
    }

    @Override
    public void stdout(byte[] bytes) {
        terminal.out().write(bytes, 0, bytes.length);
        terminal.out().flush();
    }

    @Override
    public void stderr(byte[] bytes) {
        terminal.err().write(bytes, 0, bytes.length);
        terminal.err().flush();
    }

    @Override
    public void streamed(String line) {
        terminal.err().println(line);
    }

    @Override
    public void console(String line) {
        if (withConsole) {
            terminal.err().println(line);
        }
    }

    @Override
    public void retried(String reason) {
        terminal.complain(reason + "; trying once more, on one processor");
    }
}
