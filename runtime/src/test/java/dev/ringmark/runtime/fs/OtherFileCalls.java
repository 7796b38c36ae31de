package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.kernel.FileCalls;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A kernel whose calls on files answer otherwise than the host's.
final class OtherFileCalls extends ForwardingKernel {

    private final SystemCalls calls;

    /// @param answer the answer to a call by its method, or null for the host's own
    OtherFileCalls(Kernel delegate, Function<Method, @Nullable Object> answer) {
        super(delegate);
        FileCalls own = delegate.calls().files();
        FileCalls files = proxy(FileCalls.class, own, answer);
        calls =
                proxy(
                        SystemCalls.class,
                        delegate.calls(),
                        method -> method.getName().equals("files") ? files : null);
    }

    @Override
    public SystemCalls calls() {
        return calls;
    }

    private static <T> T proxy(Class<T> type, T own, Function<Method, @Nullable Object> answer) {
        InvocationHandler handler =
                (_, method, arguments) -> {
                    Object other = answer.apply(method);
                    try {
                        return other != null ? other : method.invoke(own, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                };
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
