/// How a kernel comes onto this machine: from a signed package or a file, through a cache.
package dev.ringmark.kernels.fetch;
