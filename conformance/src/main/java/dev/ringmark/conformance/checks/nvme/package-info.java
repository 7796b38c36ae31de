/// What an NVMe disk adds: polling for completions, and commands that go through to the device.
package dev.ringmark.conformance.checks.nvme;
