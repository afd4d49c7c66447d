package dev.chasqui.plugins.rag.routes;

import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The library's reader of multipart forms, for bodies without a servlet. It reads the parts as they
 * arrive.
 *
 * <p>Used by one thread.
 */
final class MultipartForm
        extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {
    private boolean headIsUtf8 = true;

    MultipartForm() {
        // Keeps each byte of a head, for getParsedHeaders.
        setHeaderCharset(StandardCharsets.ISO_8859_1);
    }

    /** Returns true if the head of the last part is UTF-8. Other bytes became {@code �} in it. */
    boolean headIsUtf8() {
        return headIsUtf8;
    }

    /**
     * Decodes a head as UTF-8 and notes if it is not; the library's own decoding would not report
     * it.
     */
    @Override
    public FileItemHeaders getParsedHeaders(String head) {
        byte[] bytes = head.getBytes(StandardCharsets.ISO_8859_1);
        headIsUtf8 = Utf8Check.isWhole(bytes);
        return super.getParsedHeaders(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public FileItemInputIterator getItemIterator(RequestContext body)
            throws FileUploadException, IOException {
        return super.getItemIterator(body);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext body) {
        throw new UnsupportedOperationException("the parts are read as they arrive");
    }

    @Override
    public List<DiskFileItem> parseRequest(RequestContext body) {
        throw new UnsupportedOperationException("the parts are read as they arrive");
    }
}
