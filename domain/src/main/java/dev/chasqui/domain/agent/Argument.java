package dev.chasqui.domain.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The documentation and the default of one argument of a command or one key of an agent's config.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Argument {

    /** The meaning, with its unit and the consequence of changing it. */
    String help() default "";

    /**
     * The value that holds if none is given, spelled as a user would spell it. Empty means no
     * default: the argument is then required unless it is an {@code Optional} or a {@code List}.
     */
    String fallback() default "";
}
