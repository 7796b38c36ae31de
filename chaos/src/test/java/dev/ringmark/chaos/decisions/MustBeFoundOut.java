package dev.ringmark.chaos.decisions;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/// Turns a property around: it has to fail, with few decisions left of those that made it fail, and
/// these have to make it fail again without jqwik.
final class MustBeFoundOut implements AroundPropertyHook {

    private static final int DECISIONS_MAX = 40;

    @Override
    public PropertyExecutionResult aroundProperty(
            PropertyLifecycleContext context, PropertyExecutor property) {
        PropertyExecutionResult result = property.execute();
        if (result.status() != PropertyExecutionResult.Status.FAILED) {
            return result.mapToFailed("nobody found out");
        }
        List<Object> sample = result.falsifiedParameters().orElse(List.of());
        if (sample.size() != 1 || !(sample.get(0) instanceof List<?> decisions)) {
            return result.mapToFailed("no decisions: " + sample);
        }
        if (decisions.size() > DECISIONS_MAX) {
            return result.mapToFailed("not shrunk: " + decisions);
        }
        try {
            context.targetMethod().invoke(context.testInstance(), decisions);
            return result.mapToFailed("not to be repeated: " + decisions);
        } catch (InvocationTargetException e) {
            boolean isSame = e.getCause() instanceof AssertionError;
            return isSame ? result.mapToSuccessful() : result.mapToFailed(e.getCause());
        } catch (IllegalAccessException e) {
            return result.mapToFailed(e);
        }
    }
}
