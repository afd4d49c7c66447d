/** The choice of files in folders of users. */
@NullMarked
package dev.chasqui.domain.files;

import org.jspecify.annotations.NullMarked;
