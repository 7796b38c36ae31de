/// What the build makes of `src/main/jte`; generated code passes null where no interceptor is.
@NullUnmarked
package dev.ringmark.reports.section.template;

import org.jspecify.annotations.NullUnmarked;
