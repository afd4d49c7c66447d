/**
 * The reader of JSON for requests: a scanner that checks a text without building values, and {@link
 * dev.chasqui.domain.json.reading.JsonReader}, which builds them. Decision 0012 says why it is our
 * own. Plug-ins see the reader alone.
 */
@NullMarked
package dev.chasqui.domain.json.reading;

import org.jspecify.annotations.NullMarked;
