package dev.chasqui.adapters.http.form;

import dev.chasqui.application.port.RequestContent;

import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The content of a form as a stream of several parts.
 *
 * @param length the length in bytes; empty if it is known only at the end
 * @param whole the test that the parts can be opened
 * @param parts opens the parts
 */
record FormContent(OptionalLong length, BooleanSupplier whole, Supplier<List<InputStream>> parts)
        implements RequestContent.Flowing {

    @Override
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(parts.get()));
    }

    @Override
    public boolean isWhole() {
        return whole.getAsBoolean();
    }
}
