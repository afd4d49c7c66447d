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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the files and fields of a form. The field {@code name} gives a single file another name
 * than its file name. Used by one thread, for one form.
 */
public final class FormReader {
    private static final int MOST_FILES = 1_000;
    private static final int MOST_FIELDS = 32;
    private static final int MOST_FIELD = 4_096;

    private final Uploads.Batch batch;
    private final List<Upload> files = new ArrayList<>();
    private final MultipartForm form = new MultipartForm();
    private final Map<String, String> fields = new HashMap<>();
    private boolean hasNameNotUtf8;

    private FormReader(Uploads.Batch batch) {
        this.batch = batch;
    }

    /**
     * The content of a form.
     *
     * @param files at least one
     * @param fields the texts of the fields by name
     */
    public record Form(List<Upload> files, Map<String, String> fields) {
        public Form {
            files = List.copyOf(files);
            fields = Map.copyOf(fields);
        }
    }

    /**
     * Returns the form in a call's body.
     *
     * @param batch holds the files
     * @throws FailureException with {@code Invalid} if the body is no form with files, else as
     *     {@link Uploads.Batch#store}
     */
    public static Form read(RouteCall call, Uploads.Batch batch) {
        FormReader form = new FormReader(batch);
        try {
            form.readParts(call);
        } catch (FileUploadFileCountLimitException e) {
            throw invalid("the form has too many parts: at most " + MOST_FILES + " are read");
        } catch (FileUploadSizeException e) {
            throw invalid(
                    "the head of a part is too long; a long name goes into a part of its own, a"
                            + " field 'name' beside the file");
        } catch (FileUploadException e) {
            throw invalid("the body is no form that can be read");
        } catch (IOException e) {
            // The body's stream throws failures of its own, and the library wraps some of them.
            throw e.getCause() instanceof FailureException failure
                    ? failure
                    : invalid("the form breaks off");
        }
        return new Form(form.named(), form.fields);
    }

    private void readParts(RouteCall call) throws IOException {
        form.setFileCountMax(MOST_FILES);
        FileItemInputIterator parts = parsed(() -> form.getItemIterator(new FormBody(call)));
        while (parsed(parts::hasNext)) {
            readPart(parsed(parts::next));
        }
    }

    /** A step of the library. */
    @FunctionalInterface
    private interface Parsing<T> {
        T result() throws IOException;
    }

    /**
     * Runs a step of the library. A malformed part can make it throw exceptions that it does not
     * declare; they become {@code Invalid}.
     */
    private static <T> T parsed(Parsing<T> parsing) throws IOException {
        try {
            return parsing.result();
        } catch (NullPointerException | IllegalArgumentException | IllegalStateException e) {
            throw invalid("a part of the form cannot be read");
        }
    }

    private void readPart(FileItemInput part) throws IOException {
        try (InputStream content = part.getInputStream()) {
            if (!part.isFormField()) {
                add(part, content);
            } else if (part.getFieldName() != null && fields.size() < MOST_FIELDS) {
                fields.put(part.getFieldName(), field(part.getFieldName(), content));
            }
        }
    }

    private void add(FileItemInput part, InputStream content) throws IOException {
        if (files.size() == MOST_FILES) {
            throw invalid("the form has more than " + MOST_FILES + " files; send several");
        }
        String fileName = fileName(part);
        hasNameNotUtf8 |= !form.headIsUtf8();
        files.add(
                new Upload(
                        fileName,
                        Optional.ofNullable(part.getContentType()),
                        batch.store(fileName, content)));
    }

    /**
     * Returns a file's name. It is data and never a path, so a name that is no valid path on this
     * system is accepted too. The library leaves escaped quotes in it, which are unescaped here;
     * browsers escape nothing else and send a backslash as it is.
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

    private static String field(String name, InputStream content) throws IOException {
        byte[] bytes = content.readNBytes(MOST_FIELD + 1);
        if (bytes.length > MOST_FIELD) {
            throw invalid("the field '" + name + "' is too long");
        }
        if (!Utf8Check.isWhole(bytes)) {
            throw invalid("the field '" + name + "' is not UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private List<Upload> named() {
        if (files.isEmpty()) {
            throw invalid("the form has no file (expected: a part with a file name)");
        }
        String name = fields.get("name");
        if (name == null) {
            if (hasNameNotUtf8) {
                throw invalid(
                        "a file name is not UTF-8 (expected: UTF-8, or a field 'name' beside the"
                                + " file)");
            }
            return List.copyOf(files);
        }
        if (files.size() > 1) {
            throw invalid("the field 'name' fits one file, and there are " + files.size());
        }
        return List.of(files.getFirst().withName(name));
    }

    private static FailureException invalid(String why) {
        return new FailureException(new Failure.Invalid("file", "file: " + why));
    }

    /** A call's body in the library's form. */
    private record FormBody(RouteCall call) implements RequestContext {
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
