package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.plugins.rag.reading.Upload;

import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.FileUploadFileCountLimitException;
import org.apache.commons.fileupload2.core.FileUploadSizeException;
import org.apache.commons.fileupload2.core.RequestContext;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files of a form. The field {@code name} calls a single file something else than its
 * file name.
 */
final class FormReader {
    private static final int MOST_FILES = 1_000;
    private static final int MOST_FIELD = 4_096;

    private final Uploads.Batch batch;
    private final List<Upload> files = new ArrayList<>();
    private final Form form = new Form();
    private Optional<String> name = Optional.empty();
    private boolean misnamed;

    private FormReader(Uploads.Batch batch) {
        this.batch = batch;
    }

    /**
     * The files of a call's body, at least one.
     *
     * @param batch where they lie
     * @throws FailureException with {@code Invalid} if it is no form with files, else as {@link
     *     Uploads.Batch#take}
     */
    static List<Upload> read(RouteCall call, Uploads.Batch batch) {
        FormReader form = new FormReader(batch);
        try {
            form.readParts(call);
        } catch (FileUploadFileCountLimitException e) {
            throw wrong("the form has too many parts: at most " + MOST_FILES + " are read");
        } catch (FileUploadSizeException e) {
            throw wrong(
                    "the head of a part is too long; a long name goes into a part of its own, a"
                            + " field 'name' beside the file");
        } catch (FileUploadException e) {
            throw wrong("the body is no form that can be read");
        } catch (IOException e) {
            // The stream of the body throws failures of its own; the library wraps some of them.
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : wrong("the form breaks off");
        }
        return form.named();
    }

    private void readParts(RouteCall call) throws IOException {
        form.setFileCountMax(MOST_FILES);
        FileItemInputIterator parts = parsed(() -> form.getItemIterator(new Body(call)));
        while (parsed(parts::hasNext)) {
            readPart(parsed(parts::next));
        }
    }

    /** What the library does. */
    @FunctionalInterface
    private interface Parsing<T> {
        T result() throws IOException;
    }

    /** What comes of it; over a part that is malformed the library may throw more than it says. */
    private static <T> T parsed(Parsing<T> parsing) throws IOException {
        try {
            return parsing.result();
        } catch (NullPointerException | IllegalArgumentException | IllegalStateException e) {
            throw wrong("a part of the form cannot be read");
        }
    }

    private void readPart(FileItemInput part) throws IOException {
        try (InputStream content = part.getInputStream()) {
            if (!part.isFormField()) {
                add(part, content);
            } else if ("name".equals(part.getFieldName())) {
                name = Optional.of(field(content));
            }
        }
    }

    private void add(FileItemInput part, InputStream content) throws IOException {
        if (files.size() == MOST_FILES) {
            throw wrong("the form has more than " + MOST_FILES + " files; send several");
        }
        String fileName = fileName(part);
        misnamed |= !form.headIsUtf8();
        files.add(
                new Upload(
                        fileName,
                        Optional.ofNullable(part.getContentType()),
                        batch.take(fileName, content)));
    }

    /**
     * A file's name, which is data and never a path: one that this system would not take as a path
     * is no less a name. Of its escapes the library leaves those of quotes; browsers write no
     * others, and a backslash as it is.
     */
    private static String fileName(FileItemInput part) {
        String written;
        try {
            written = Optional.ofNullable(part.getName()).orElse("");
        } catch (InvalidPathException e) {
            written = e.getInput();
        }
        return written.replace("\\\"", "\"");
    }

    private static String field(InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MOST_FIELD + 1);
        if (bytes.length > MOST_FIELD) {
            throw wrong("the field 'name' is too long");
        }
        if (!Utf8.isWhole(bytes)) {
            throw wrong("the field 'name' is not UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<Upload> named() {
        if (files.isEmpty()) {
            throw wrong("the form has no file (expected: a part with a file name)");
        }
        if (name.isEmpty()) {
            if (misnamed) {
                throw wrong(
                        "a file name is not UTF-8 (expected: UTF-8, or a field 'name' beside the"
                                + " file)");
            }
            return List.copyOf(files);
        }
        if (files.size() > 1) {
            throw wrong("the field 'name' fits one file, and there are " + files.size());
        }
        return List.of(files.getFirst().withName(name.get()));
    }

    private static FailureException wrong(String why) {
        return new FailureException(new Failure.Invalid("file", "file: " + why));
    }

    /** A call's body as the library wants it. */
    private record Body(RouteCall call) implements RequestContext {
        @Override
        public String getCharacterEncoding() {
            return StandardCharsets.UTF_8.name();
        }

        @Override
        public long getContentLength() {
            return -1;
        }

        @Override
        public String getContentType() {
            return call.contentType().orElse("");
        }

        @Override
        public InputStream getInputStream() {
            return call.body();
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
