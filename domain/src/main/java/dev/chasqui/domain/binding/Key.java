package dev.chasqui.domain.binding;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The documentation of one configuration key, on the component of the record that holds its value.
 * Everything about the key is said here, once: the reader, the JSON Schema and the documentation
 * page are made from it.
 *
 * <p>Values are spelled as people write them in the file, such as {@code 30s} or {@code 32MiB}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {

    /** The name of the key; empty for that of the component, which cannot be a word of Java's. */
    String name() default "";

    /** The meaning, with the unit and the consequence of a change; Markdown, whole sentences. */
    String help();

    /**
     * The default; empty for none, in which case the key is required unless it is an {@code
     * Optional}, a {@code List}, a {@code Map} or a record.
     */
    String fallback() default "";

    /** The behaviour if the key is left out, in words; for an {@code Optional}. */
    String unset() default "";

    /** The least number, duration or size; empty for no bound. */
    String least() default "";

    /** The largest number, duration or size; empty for no bound. */
    String most() default "";

    /** The rule for the text; for a list or a map it applies to each value. */
    Class<? extends TextRule> rule() default TextRule.Any.class;

    /** The rule for the names of a map. */
    Class<? extends TextRule> names() default TextRule.Any.class;

    /**
     * True for a map of records that holds all members of the object which no other component
     * names; the name of the component is no key then.
     */
    boolean others() default false;

    /** True if a change of the key, or of a key below it, takes effect only after a restart. */
    boolean restart() default false;
}
