package dev.ringmark.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// A test that needs what a guest of `.ci/on-kernel` has not, and that says nothing about a kernel
/// there: it is skipped in a guest, in words, and runs everywhere else.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsHost.Condition.class)
public @interface NeedsHost {

    /// What it needs: `javac`, `docs/tasks.md`.
    String value();

    /// Whether this JVM runs where it can.
    final class Condition implements ExecutionCondition {

        /// Set in a guest.
        private static final String GUEST = "ringmark.guest";

        /// Whether this JVM runs in a guest.
        public static boolean isGuest() {
            return Boolean.getBoolean(GUEST);
        }

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return AnnotationSupport.findAnnotation(context.getElement(), NeedsHost.class)
                    .filter(_ -> isGuest())
                    .map(needs -> "shown on the host alone: needs " + needs.value())
                    .map(ConditionEvaluationResult::disabled)
                    .orElseGet(() -> ConditionEvaluationResult.enabled("has what it needs"));
        }
    }
}
