package dev.ringmark.runtime.http;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// The contexts of a server by their paths.
final class Contexts {

    private final Map<String, RingHttpContext> byPath = new ConcurrentSkipListMap<>();

    RingHttpContext add(RingHttpContext context) {
        if (byPath.putIfAbsent(context.getPath(), context) != null) {
            throw new IllegalArgumentException(
                    "path: " + context.getPath() + " has a context, expected one that has none");
        }
        return context;
    }

    void remove(String path) {
        if (byPath.remove(path) == null) {
            throw new IllegalArgumentException(
                    "path: " + path + " has no context, expected one that has");
        }
    }

    /// The context whose path is the longest prefix; null when there is none.
    @Nullable RingHttpContext find(String path) {
        RingHttpContext found = null;
        int length = -1;
        for (Map.Entry<String, RingHttpContext> each : byPath.entrySet()) {
            if (each.getKey().length() > length && path.startsWith(each.getKey())) {
                found = each.getValue();
                length = each.getKey().length();
            }
        }
        return found;
    }
}
