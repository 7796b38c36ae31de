/// Which branches of the driver a campaign has been through, without a hook in the driver.
package dev.ringmark.chaos.coverage;
