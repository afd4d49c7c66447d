package dev.chasqui.domain.agent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a person should know of one argument of a command or one key of an agent's config. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Argument {

    /** What it means, with its unit and the consequence of changing it. */
    String help() default "";

    /**
     * The value, spelled as a user would, when none is given; empty for none, in which case the
     * argument is required unless it is an {@code Optional} or a {@code List}.
     */
    String fallback() default "";
}
