/** Administration of the directory over HTTP: keys, users, roles, groups, tenants, partners. */
@NullMarked
package ai.scailabs.scaicore.iam;

import org.jspecify.annotations.NullMarked;
