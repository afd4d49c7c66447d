package dev.chasqui.plugins.rag.routes;

import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The library's reader of forms, for bodies that come from no servlet: part by part as they come.
 */
final class Form extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {

    @Override
    public FileItemInputIterator getItemIterator(RequestContext body)
            throws FileUploadException, IOException {
        return super.getItemIterator(body);
    }

    @Override
    public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext body) {
        throw new UnsupportedOperationException("parts are read as they come");
    }

    @Override
    public List<DiskFileItem> parseRequest(RequestContext body) {
        throw new UnsupportedOperationException("parts are read as they come");
    }
}
