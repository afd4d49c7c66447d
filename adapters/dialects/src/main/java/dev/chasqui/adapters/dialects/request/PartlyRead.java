package dev.chasqui.adapters.dialects.request;

import dev.chasqui.domain.chat.Source;

import java.util.List;

/** A source with members that the decoded form of its request does not hold. */
public interface PartlyRead extends Source {
    /** Returns the names of the members that the decoded form lacks in every dialect. */
    List<String> unread();
}
