package dev.ringmark.runtime.fs;

/// A name in a directory.
///
/// @param name in UTF-8; bytes that are none are shown by a replacement character, and such a name
///     cannot be opened by it
/// @param type what it stands for, as far as the directory says
/// @param inode its number on the file system
public record DirectoryEntry(String name, FileType type, long inode) {}
