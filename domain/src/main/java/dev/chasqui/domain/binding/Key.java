package dev.chasqui.domain.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One key of a configuration, on the component of the record that holds its value. All that is to
 * be said of the key stands here, once: what reads it, its JSON Schema and the page for people are
 * made from it.
 *
 * <p>Values are spelled as people write them in the file, such as {@code 30s} or {@code 32MiB}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** The meaning, with the unit and the consequence of a change; Markdown, whole sentences. */
    String help();

    /**
     * The default; empty for none, in which case the key is required unless it is an {@code
     * Optional}, a {@code List}, a {@code Map} or a record.
     */
    String fallback() default "";

    /** What holds instead where the key is left out, in words; for an {@code Optional}. */
    String unset() default "";

    /** The least number, duration or size; empty for no bound. */
    String least() default "";

    /** The largest number, duration or size; empty for no bound. */
    String most() default "";

    /** What the text must be; of a list or a map each of its values. */
    Class<? extends TextRule> rule() default TextRule.Any.class;

    /** What the names of a map must be. */
    Class<? extends TextRule> names() default TextRule.Any.class;

    /** Whether a change of the key, or of one below it, takes effect with the next start alone. */
    boolean restart() default false;
}
