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
 * The content of a form, as a stream that joins several pieces.
 *
 * @param length the length in bytes; empty if it is unknown until the end
 * @param whole the test that the pieces can be opened from their beginning
 * @param pieces the function that opens the pieces
 */
record FormContent(OptionalLong length, BooleanSupplier whole, Supplier<List<InputStream>> pieces)
        implements RequestContent.Flowing {

    @Override
    public InputStream open() {
        return new SequenceInputStream(Collections.enumeration(pieces.get()));
    }

    @Override
    public boolean isWhole() {
        return whole.getAsBoolean();
    }
}
