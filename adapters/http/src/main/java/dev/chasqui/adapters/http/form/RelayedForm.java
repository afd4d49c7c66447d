package dev.chasqui.adapters.http.form;

import dev.chasqui.adapters.http.connection.FlowingBody;
import dev.chasqui.adapters.http.connection.RequestBody;
import dev.chasqui.application.port.RelayBody;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.model.ModelName;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A form that is relayed to a backend. A small form is held in memory. A larger one flows from the
 * client's socket to the backend's if its field {@code model} is within its first bytes. Otherwise
 * it waits in a temporary file: some SDKs and curl send the field after the file.
 *
 * <p>Used by one thread, except for the content that {@link #named} returns. The caller closes it
 * when the exchange is over.
 */
public final class RelayedForm implements RelayBody, AutoCloseable {
    /**
     * The maximum size in bytes of a form in memory, and the number of first bytes that are
     * searched for the field before a temporary file is used.
     */
    private static final int HEAD = 64 * 1024;

    private final Optional<FormScanner.ModelField> model;
    private final Source source;

    private RelayedForm(Optional<FormScanner.ModelField> model, Source source) {
        this.model = model;
        this.source = source;
    }

    /**
     * Reads a form up to its field {@code model}. Waits until these bytes have arrived.
     *
     * @param contentType the request's Content-Type
     * @param body the body, of which nothing has been read
     * @param rest the function that makes the unread rest of a body flow
     * @param spool the bound on temporary files
     * @throws dev.chasqui.domain.failure.FailureException as a read of the body does; with {@code
     *     Invalid} if the form is malformed; with {@code TooLarge}, {@code Overloaded} or {@code
     *     DiskFull} if it needs a temporary file and cannot have one
     */
    public static RelayedForm read(
            String contentType,
            RequestBody body,
            Function<RequestBody, FlowingBody> rest,
            FormSpool spool) {
        FormScanner scanner = new FormScanner(FormBoundary.delimiter(contentType));
        OptionalLong length = body.length();
        boolean small = length.isPresent() && length.getAsLong() <= HEAD;
        byte[] head = new byte[HEAD];
        int count = 0;
        while (count < HEAD && (small || scanner.model().isEmpty())) {
            int got = body.read(head, count, HEAD - count);
            if (got < 0) {
                scanner.finish();
                return new RelayedForm(scanner.model(), new Held(Arrays.copyOf(head, count)));
            }
            scanner.take(head, count, got);
            count += got;
        }
        byte[] begin = Arrays.copyOf(head, count);
        if (scanner.model().isPresent()) {
            return new RelayedForm(
                    scanner.model(), new Flow(begin, rest.apply(body), scanner, length));
        }
        Source spooled = Spooled.of(begin, body, scanner, spool);
        return new RelayedForm(scanner.model(), spooled);
    }

    /** Returns the name of the model; empty if the form names none. */
    public Optional<String> model() {
        return model.map(FormScanner.ModelField::name).filter(name -> !name.isBlank());
    }

    @Override
    public RequestContent named(String id) {
        return model.filter(field -> !ModelName.same(field.name(), id))
                .map(field -> source.with(id.getBytes(StandardCharsets.UTF_8), field))
                .orElseGet(source::unchanged);
    }

    @Override
    public boolean isWhole() {
        return source.isWhole();
    }

    @Override
    public void close() {
        source.close();
    }

    /** The bytes of a form, in one of three kinds of storage. */
    private sealed interface Source {
        /** Returns the content with another name in the field. */
        RequestContent with(byte[] name, FormScanner.ModelField field);

        RequestContent unchanged();

        default boolean isWhole() {
            return true;
        }

        default void close() {}
    }

    /** A form in memory. */
    private record Held(byte[] form) implements Source {
        @Override
        public RequestContent with(byte[] name, FormScanner.ModelField field) {
            return RequestContent.of(spliced(form, name, field));
        }

        @Override
        public RequestContent unchanged() {
            return RequestContent.of(form);
        }
    }

    /** A form whose first bytes are in memory, while the rest flows. */
    private record Flow(byte[] head, FlowingBody rest, FormScanner scanner, OptionalLong length)
            implements Source {
        @Override
        public RequestContent with(byte[] name, FormScanner.ModelField field) {
            return content(spliced(head, name, field));
        }

        @Override
        public RequestContent unchanged() {
            return content(head);
        }

        private RequestContent content(byte[] begin) {
            OptionalLong restLength =
                    length.isPresent()
                            ? OptionalLong.of(length.getAsLong() - head.length)
                            : OptionalLong.empty();
            return new FormContent(
                    restLength.isPresent()
                            ? OptionalLong.of(begin.length + restLength.getAsLong())
                            : restLength,
                    rest::isWhole,
                    () ->
                            List.of(
                                    new ByteArrayInputStream(begin),
                                    new ScannedStream(rest.open(), scanner, restLength)));
        }

        @Override
        public boolean isWhole() {
            return rest.isWhole();
        }
    }

    /** A form in a temporary file. */
    private record Spooled(SpoolFile file, FormSpool.Place place) implements Source {
        /** The size in bytes of a read from the client. */
        private static final int PIECE = 16 * 1024;

        static Spooled of(byte[] begin, RequestBody body, FormScanner scanner, FormSpool spool) {
            Spooled spooled = create(spool);
            boolean done = false;
            try {
                SpoolFile file = spooled.file;
                file.write(begin, begin.length);
                byte[] piece = new byte[PIECE];
                for (int got = body.read(piece, 0, PIECE);
                        got >= 0;
                        got = body.read(piece, 0, PIECE)) {
                    if (got > spool.mostBytes() - file.size()) {
                        throw spool.tooLarge();
                    }
                    scanner.take(piece, 0, got);
                    file.write(piece, got);
                }
                scanner.finish();
                done = true;
                return spooled;
            } finally {
                if (!done) {
                    spooled.close();
                }
            }
        }

        private static Spooled create(FormSpool spool) {
            FormSpool.Place place = spool.enter();
            boolean done = false;
            try {
                Spooled spooled = new Spooled(SpoolFile.create(), place);
                done = true;
                return spooled;
            } finally {
                if (!done) {
                    place.close();
                }
            }
        }

        @Override
        public RequestContent with(byte[] name, FormScanner.ModelField field) {
            long end = file.size();
            return new FormContent(
                    OptionalLong.of(field.from() + name.length + end - field.to()),
                    () -> true,
                    () ->
                            List.of(
                                    file.open(0, field.from()),
                                    new ByteArrayInputStream(name),
                                    file.open(field.to(), end)));
        }

        @Override
        public RequestContent unchanged() {
            return new FormContent(
                    OptionalLong.of(file.size()),
                    () -> true,
                    () -> List.of(file.open(0, file.size())));
        }

        @Override
        public void close() {
            file.close();
            place.close();
        }
    }

    /** Returns the bytes with another name in the field. */
    private static byte[] spliced(byte[] form, byte[] name, FormScanner.ModelField field) {
        int from = (int) field.from();
        int to = (int) field.to();
        byte[] changed = Arrays.copyOf(form, form.length - (to - from) + name.length);
        System.arraycopy(name, 0, changed, from, name.length);
        System.arraycopy(form, to, changed, from + name.length, form.length - to);
        return changed;
    }
}
