# Words of the pages.
