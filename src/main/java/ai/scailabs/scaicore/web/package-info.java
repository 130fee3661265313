/** The ground floor: envelope, error codes, pages and cursors, ids and the request id. */
@NullMarked
package ai.scailabs.scaicore.web;

import org.jspecify.annotations.NullMarked;
