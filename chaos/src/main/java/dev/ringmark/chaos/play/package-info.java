/// Programs that are about one thing: files that are closed, chains, messages, groups of buffers.
package dev.ringmark.chaos.play;
