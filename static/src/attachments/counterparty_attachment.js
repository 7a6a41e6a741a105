import { Attachment } from "@mail/core/common/attachment_model";
import { patch } from "@web/core/utils/patch";

patch(Attachment.prototype, {
    /**
     * Copies of documents are shown with an application to people who may write the application,
     * but not the copies: making a small picture of them would fail.
     */
    async setPdfThumbnail() {
        if (!this.thread?.model.startsWith("counterparty.")) {
            return super.setPdfThumbnail();
        }
    },
});
