/// The HTTP server of the JDK's interface (`com.sun.net.httpserver`), on the ring.
///
/// Needs the module jdk.httpserver, which the rest of the library does without.
@NullMarked
package dev.ringmark.runtime.http;

import org.jspecify.annotations.NullMarked;
